import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../core/diagnostic.ts";

export interface Checked {
  readonly exitCode: number | null;
  readonly manifests: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** `kprompt knative check -` of a rendered tree, as it runs in a pipe. @throws what it says where it does not get to an answer. */
export const checkRendered = (yaml: string): Promise<Checked> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, "knative", "check", "-", "--json"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [printed, said] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      printed += piece;
    });
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
    child.once("error", reject);
    child.once("close", (exitCode) => {
      if (printed.startsWith("{")) resolve({ exitCode, ...JSON.parse(printed) });
      else reject(new Error(`kprompt knative check ended with ${exitCode}: ${said}`));
    });
    child.stdin.on("error", () => {}); // It ended without reading, and says why.
    child.stdin.end(yaml);
  });

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
