// One classic script that also works as a module: a site embeds it with a single tag, whichever it writes.
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist/widget",
    emptyOutDir: true,
    target: "es2020",
    cssCodeSplit: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "OrientaChat", fileName: () => "orienta-chat.js" },
  },
});
