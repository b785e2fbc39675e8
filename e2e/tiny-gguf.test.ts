import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createTinyGguf } from "./tiny-gguf.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("the same seed gives the same bytes, another seed others", () => {
  const [first, again, other] = [createTinyGguf(1, "brief"), createTinyGguf(1, "brief"), createTinyGguf(2, "brief")];
  expect(sha256(again)).toBe(sha256(first));
  expect(sha256(other)).not.toBe(sha256(first));
});

test("the header counts what follows", () => {
  const bytes = createTinyGguf(1, "brief");
  const view = new DataView(bytes.buffer);
  expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe("GGUF");
  expect(view.getUint32(4, true)).toBe(3);
  // Embedding, norm, output, and nine tensors for each of two blocks.
  expect(view.getBigUint64(8, true)).toBe(21n);
  expect(bytes.byteLength % 32).toBe(0);
});
