// Plain JavaScript, because an older Node cannot even load TypeScript. Import it before anything else.
// On such a Node the first symptom would be an odd error deep inside a tool; say what is wrong instead.
if (!process.features.typescript) {
  console.error(
    `kprompt needs Node 22.18 or newer; this is ${process.versions.node}. ` +
      "Run it through npm (npm start, npm test, npx kprompt): npm ci brings a Node of its own for Linux on x64 and arm64. " +
      "If it did not, npm ran with --omit=optional; on other systems install Node 24.",
  );
  process.exit(2);
}
