// Copies what the pages need of other packages into dist, so that no browser asks another host for it.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const italia = join(modules, "bootstrap-italia", "dist");
const target = join(here, "dist");

function copy(from, to) {
  const file = join(target, to);
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(from, file);
}

// Bootstrap Italia adds its fonts with an inline style, which a strict policy forbids: here they are a style sheet.
function fontFaces(folders) {
  const faces = [];
  for (const [folder, family] of folders) {
    for (const name of readdirSync(join(italia, "fonts", folder)).sort()) {
      if (name.endsWith(".txt")) {
        copy(join(italia, "fonts", folder, name), join("bootstrap-italia", "fonts", folder, name)); // the licence
      }
      const found = /-(\d+|regular)?(italic)?\.woff2$/.exec(name);
      if (found === null) {
        continue;
      }
      copy(join(italia, "fonts", folder, name), join("bootstrap-italia", "fonts", folder, name));
      const weight = found[1] === undefined || found[1] === "regular" ? "400" : found[1];
      const style = found[2] === undefined ? "normal" : "italic";
      faces.push(
        `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;` +
          `src:url("../fonts/${folder}/${name}") format("woff2")}`,
      );
    }
  }
  return faces.join("\n") + "\n";
}

rmSync(join(target, "bootstrap-italia"), { recursive: true, force: true });
rmSync(join(target, "vendor"), { recursive: true, force: true });

copy(join(modules, "bootstrap-italia", "LICENSE"), join("bootstrap-italia", "LICENSE.txt"));
const css = readFileSync(join(italia, "css", "bootstrap-italia.min.css"), "utf8");
// the video player's icons are a font inside the style sheet, which the policy of our pages refuses; no page has a video
const withoutFonts = css.replace(/@font-face\{[^}]*src:url\(data:[^}]*\}/g, "").replace(/\/\*# sourceMappingURL=.*?\*\//, "");
mkdirSync(join(target, "bootstrap-italia", "css"), { recursive: true });
writeFileSync(join(target, "bootstrap-italia", "css", "bootstrap-italia.min.css"), withoutFonts);
copy(join(italia, "js", "bootstrap-italia.bundle.min.js"), join("bootstrap-italia", "js", "bootstrap-italia.bundle.min.js"));
copy(join(italia, "svg", "sprites.svg"), join("bootstrap-italia", "svg", "sprites.svg"));
const faces = fontFaces([["Titillium_Web", "Titillium Web"], ["Roboto_Mono", "Roboto Mono"], ["Lora", "Lora"]]);
writeFileSync(join(target, "bootstrap-italia", "css", "fonts.css"), faces);

copy(join(modules, "htmx.org", "dist", "htmx.min.js"), join("vendor", "htmx.min.js"));
copy(join(modules, "htmx-ext-sse", "dist", "sse.js"), join("vendor", "sse.js"));
copy(join(modules, "chart.js", "dist", "chart.umd.min.js"), join("vendor", "chart.umd.js"));
for (const name of ["htmx.org", "htmx-ext-sse", "chart.js"]) {
  const licence = readdirSync(join(modules, name)).find((file) => /^licen[cs]e/i.test(file));
  if (licence !== undefined) {
    copy(join(modules, name, licence), join("vendor", `LICENSE-${name}.txt`));
  }
}
