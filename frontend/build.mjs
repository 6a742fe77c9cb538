// Builds what the browser loads: one style sheet, two scripts, one sprite of icons.
// node build.mjs OUTPUT_FOLDER. Nothing built here may point to another host.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";

const HERE = import.meta.dirname;
const OUT = process.argv[2] ?? join(HERE, "../src/otklik/web/static/otklik/dist");
const WEB = join(HERE, "../src/otklik/web");
// Class names put together while a page is drawn (desk-state-{{ state }}) are not found by reading.
const MADE_UP_NAMES = [/^desk-/, /^alert/, /^htmx-/, /^is-/, /^icon/, /^form-/, /^was-/];

// Words that may be class names: broader than needed, never too narrow.
const wordsOf = (content) => content.match(/[A-Za-z0-9_-]+(?:[:./][A-Za-z0-9_-]+)*/g) ?? [];

async function buildScripts() {
  await build({
    entryPoints: [join(HERE, "src/desk.js"), join(HERE, "src/theme.js")],
    bundle: true,
    minify: true,
    // htmx draws its own style element and evaluates strings only when told to; the page says no.
    format: "iife",
    target: ["es2020"],
    charset: "utf8",
    legalComments: "none",
    outdir: OUT,
    logLevel: "warning",
  });
}

async function buildStyles() {
  const bundled = await build({
    entryPoints: [join(HERE, "src/desk.css")],
    bundle: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  const [purged] = await new PurgeCSS().purge({
    css: [{ raw: bundled.outputFiles[0].text }],
    content: [`${WEB}/templates/**/*.html`, `${WEB}/**/*.py`, join(HERE, "src/*.js")],
    defaultExtractor: wordsOf,
    safelist: { standard: ["html", "body", "js"], deep: MADE_UP_NAMES, greedy: [/data-bs-theme/] },
    variables: false,
    fontFace: true,
    keyframes: true,
  });
  await build({
    stdin: { contents: purged.css, loader: "css" },
    minify: true,
    charset: "utf8",
    legalComments: "none",
    outfile: join(OUT, "desk.css"),
    logLevel: "warning",
  });
}

// Citizens get a sheet of their own: none of the desk is on their pages.
async function buildPortalStyles() {
  await build({
    entryPoints: [join(HERE, "src/portal.css")],
    minify: true,
    charset: "utf8",
    outfile: join(OUT, "portal.css"),
    logLevel: "warning",
  });
}

function buildSprite() {
  const folder = join(HERE, "node_modules/@tabler/icons/icons/outline");
  const names = readFileSync(join(HERE, "src/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = [...new Set(names)].sort().map((name) => {
    const picture = readFileSync(join(folder, `${name}.svg`), "utf8");
    const lines = /<svg[^>]*>(.*)<\/svg>/s.exec(picture)[1].split(/\s+/).join(" ").trim();
    const attributes = 'viewBox="0 0 24 24" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" ${attributes}>${lines}</symbol>`;
  });
  const head = '<svg xmlns="http://www.w3.org/2000/svg">';
  writeFileSync(join(OUT, "icons.svg"), `${head}\n${symbols.join("\n")}\n</svg>\n`);
}

// WhiteNoise serves NAME.gz to browsers that take it.
function compress() {
  for (const name of readdirSync(OUT).filter((one) => /\.(css|js|svg)$/.test(one))) {
    writeFileSync(join(OUT, `${name}.gz`), gzipSync(readFileSync(join(OUT, name)), { level: 9 }));
  }
}

mkdirSync(OUT, { recursive: true });
await Promise.all([buildScripts(), buildStyles(), buildPortalStyles()]);
buildSprite();
copyFileSync(join(HERE, "src/favicon.svg"), join(OUT, "favicon.svg"));
compress();
