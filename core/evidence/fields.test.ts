import { describe, expect, test } from "vitest";
import { signsOf } from "./classify.ts";
import { FAILING, FIELDS, fieldOf } from "./fields.ts";
import { levelOf } from "./level.ts";
import { thrownIn } from "./thrown.ts";

const first = (line: string) => signsOf(line, levelOf(line))[0]?.error_class ?? "none";

describe("a line whose words no phrase knows is about the field of its words", () => {
  test.each([
    ["ERROR the keystore has no usable chain for this issuer", "tls_certificate"],
    ['level=error msg="tablespace cannot grow, transactions of the primary wait"', "database"],
    ["[warning] cannot hand the batch to the broker, endpoint offline", "dependency_unavailable"],
    ["ERROR nameserver gave an odd answer for this hostname", "dns_failure"],
    ["WARN flag --colour and option --mono exclude each other, wrong arguments", "config_error"],
    ["ERROR heap and swap used up, malloc gave nothing", "oom_killed"],
    ["ERROR print job held", "none"],
    ["INFO the keystore has no usable chain for this issuer", "none"],
  ])("%s: %s", (line, field) => expect(first(line)).toBe(field));
});

test("a name counts twice what a word that fits counts, and each word once", () => {
  expect(fieldOf("lock lock lock")).toMatchObject({ field: "database", points: 1 });
  expect(fieldOf("deadlock deadlock")!.points).toBeGreaterThan(fieldOf("lock lock")!.points);
  expect(fieldOf("nothing of the kind")).toBeUndefined();
});

test("words are found inside camelCase and snake_case, not in stack frames", () => {
  expect(fieldOf("TransactionManager is stuck")?.field).toBe("database");
  expect(fieldOf("waiting_for_nameserver")?.field).toBe("dns_failure");
  expect(fieldOf("it went ⏎ at org.acme.TransactionManager.run(TransactionManager.java:3)")).toBeUndefined();
});

test("each field is there once, and only failing lines are asked for it", () => {
  const fields = FIELDS.map(([field]) => field);
  expect(new Set(fields).size).toBe(fields.length);
  expect(FAILING.test("connected to the database")).toBe(false);
});

describe("what was thrown last names the field", () => {
  test.each([
    ["com.acme.RetryException ⏎ Caused by: com.acme.LdapLoginException: 49", "auth_forbidden"],
    ["FooTimeoutException", "network_timeout"],
    ["SqliteFullError: x", "database"],
    ["TlsPeerError", "tls_certificate"],
    ["SomethingException", undefined],
  ])("%s: %s", (text, field) => expect(thrownIn(text)?.field).toBe(field));
});
