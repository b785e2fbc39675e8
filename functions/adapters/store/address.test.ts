import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseStoreUrl } from "./address.ts";

const plain = { host: "valkey", port: 6379, tls: false, database: 0 };

test.each([
  ["redis://valkey", plain],
  ["redis://valkey/", plain],
  ["valkey://valkey:6379/0", plain],
  ["redis://valkey:6380/3", { ...plain, port: 6380, database: 3 }],
  ["rediss://valkey", { ...plain, tls: true }],
  ["valkeys://valkey", { ...plain, tls: true }],
  ["redis://[::1]:6379", { ...plain, host: "::1" }],
  ["redis://:p%40ss%2Fw%C3%B6rd@valkey", { ...plain, password: "p@ss/wörd" }],
  ["redis://kprompt:secret@valkey/1", { ...plain, user: "kprompt", password: "secret", database: 1 }],
])("%s", (text, address) => expect(parseStoreUrl(text)).toEqual({ address }));

test.each([
  ["no scheme", "valkey:hunter2", "not a redis://"],
  ["another scheme", "http://:hunter2@valkey", "not a redis://"],
  ["a scheme of every object", "constructor://:hunter2@valkey", "not a redis://"],
  ["no host", "redis:///hunter2", "not a redis://"],
  ["a port that is none", "redis://:hunter2@valkey:99999", "not a redis://"],
  ["a slash in the password", "redis://:hunter2/hunter3@valkey", "not a redis://"],
  ["no number of a database", "redis://:hunter2@valkey/hunter3", "path"],
  ["a deeper path", "redis://valkey/0/hunter2", "path"],
  ["a query", "redis://:hunter2@valkey?db=hunter3", "query"],
  ["a fragment", "redis://:hunter2@valkey#hunter3", "fragment"],
  ["a password where the user is", "redis://hunter2@valkey", "user without a password"],
  ["a bare %", "redis://:hunter2%@valkey", "%25"],
])("%s is a problem that shows no secret", (_, text, part) => {
  const { address, problem } = parseStoreUrl(text);
  expect(address).toBeUndefined();
  expect(problem).toContain(part);
  expect(problem).not.toContain("hunter");
  expect(problem).toMatch(/\.$/);
});

test("any user and password can be written", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(word, word, (user, password) => {
      const text = `redis://${encodeURIComponent(user)}:${encodeURIComponent(password)}@valkey`;
      expect(parseStoreUrl(text)).toEqual({ address: { ...plain, user, password } });
    }),
  );
});
