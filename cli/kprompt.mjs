#!/usr/bin/env node
// An older Node cannot load TypeScript at all; in this order it says so in a sentence.
import "./node-version.mjs";

await import("./main.ts");
