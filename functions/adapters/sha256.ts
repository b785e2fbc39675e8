import type { Sha256 } from "../../core/port.ts";

/**
 * Node's own. By `getBuiltinModule`, because an `import` of a builtin in an ES module costs the start of every function.
 */
export const sha256: Sha256 = (text) => process.getBuiltinModule("node:crypto").hash("sha256", text, "hex");
