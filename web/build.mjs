// Bundles the app into dist/: app.js and app.css for both homes, ask.js and ask.css for the server alone.
import { build } from "esbuild";

const common = { bundle: true, minify: true, legalComments: "none", target: "es2022", format: "iife", logLevel: "warning" };
await build({ ...common, entryPoints: { app: "src/main.ts" }, outdir: "dist", charset: "ascii" });
await build({ ...common, entryPoints: { ask: "src/yasgui.ts" }, outdir: "dist", charset: "ascii", loader: { ".svg": "dataurl" } });
