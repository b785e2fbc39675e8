import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,functions,cli,docs,bench,knative}/**/*.test.ts"],
    setupFiles: ["cli/node-version.mjs"],
    // Two cores: several workerd processes at once only slow each other down.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
