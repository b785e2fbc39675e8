import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["e2e/**/*.test.ts"],
    setupFiles: ["cli/node-version.mjs"],
    // One model server at a time: two on a small machine slow each other down past every timeout.
    fileParallelism: false,
    testTimeout: 60_000,
    // The first run fetches llama-server.
    hookTimeout: 180_000,
  },
});
