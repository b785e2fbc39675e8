const required = 22;
const major = Number(process.versions.node.split(".")[0]);

// On an older Node the first symptom is an odd TypeError deep inside a tool; say what is wrong instead.
if (major < required) {
  throw new Error(
    `kprompt needs Node ${required} or newer; this is ${process.versions.node}. ` +
      "Run it through npm (npm start, npm test, npx kprompt): npm ci brings a Node of its own for Linux on x64 and arm64. " +
      "If it did not, npm ran with --omit=optional; on other systems install Node 24.",
  );
}
