// The notices of what a bundle contains: each package that esbuild put in, with its licence as the package brings it.
import { existsSync, readFileSync, readdirSync } from "node:fs";

/** Packages that come as bundles themselves: where their source map is, and what it does not tell of (styles, their own parts). */
const PREBUILT = {
  "@zazuko/yasgui": {
    map: "build/yasgui.esm.js.map",
    also: ["@zazuko/yasgui-utils", "@zazuko/yasqe", "@zazuko/yasr", "datatables.net-dt", "string-hash"],
  },
};

/** Licences of packages that name none in their package.json; read in their LICENSE file. */
const STATED = { jsuri: "MIT" };

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** The text of the notices for the inputs of a bundle, as esbuild's metafile names them. Throws where one has no licence. */
export function notices(inputs, folder = ".") {
  const locked = JSON.parse(readFileSync(`${folder}/package-lock.json`, "utf8")).packages;
  const names = packages(Object.keys(inputs));
  for (const name of [...names]) {
    const prebuilt = PREBUILT[name];
    if (prebuilt) {
      const map = JSON.parse(readFileSync(`${folder}/node_modules/${name}/${prebuilt.map}`, "utf8"));
      for (const each of [...packages(map.sources), ...prebuilt.also]) names.add(each);
    } else if (Object.keys(locked[`node_modules/${name}`]?.dependencies ?? {}).some((other) => !names.has(other))) {
      throw new Error(`${name} is bundled without what it depends on. If it is a bundle itself, name it in PREBUILT of notices.mjs.`);
    }
  }
  return [...names].sort().map((name) => notice(name, locked, folder)).join("\n");
}

/** The names of the packages that files belong to. */
function packages(files) {
  const found = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return new Set(found.filter((name) => name !== undefined));
}

function notice(name, locked, folder) {
  const lock = locked[`node_modules/${name}`];
  const home = `${folder}/node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${home}/package.json`, "utf8"));
  if (lock?.version !== version) throw new Error(`${name}: ${version} is installed, the lock file says ${lock?.version}. Run: npm ci`);
  const licence = (lock.license ?? STATED[name])?.replace(/^\((.*)\)$/, "$1");
  if (!licence) throw new Error(`${name}: no stated licence. Name it in STATED of notices.mjs, if there is one.`);
  const kept = `${folder}/licences/${name.replace("/", "__")}.txt`;
  const files = readdirSync(home).filter((file) => LICENCE_FILE.test(file)).sort().map((file) => `${home}/${file}`);
  if (!files.length && existsSync(kept)) files.push(kept);
  if (!files.length) throw new Error(`${name}: no licence text in the package, nor in web/licences. It cannot be bundled without.`);
  const texts = files.map((file) => readFileSync(file, "utf8").replace(/\r\n?/g, "\n").trim());
  const head = `${name} ${version} (${licence})`;
  return `${head}\n${"=".repeat(head.length)}\n\n${texts.join("\n\n")}\n`;
}
