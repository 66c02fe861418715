// Bundles the app into dist/: app.js and app.css for both homes, ask.js and ask.css for the server alone; and the
// notices of what they contain: all of it (NOTICES.txt), and what the app alone contains (NOTICES-app.txt).
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { notices } from "./notices.mjs";

const common = { bundle: true, minify: true, legalComments: "none", target: "es2022", format: "iife", logLevel: "warning", metafile: true };
const app = await build({ ...common, entryPoints: { app: "src/main.ts" }, outdir: "dist", charset: "ascii" });
const ask = await build({ ...common, entryPoints: { ask: "src/yasgui.ts" }, outdir: "dist", charset: "ascii", loader: { ".svg": "dataurl" } });
const head = "The explorer of kgraph contains these packages. kgraph itself is under the MIT licence.\n\n";
writeFileSync("dist/NOTICES-app.txt", head + notices(app.metafile.inputs));
writeFileSync("dist/NOTICES.txt", head + notices({ ...app.metafile.inputs, ...ask.metafile.inputs }));
