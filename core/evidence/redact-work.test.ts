import { expect, test } from "vitest";
import { redact } from "./redact.ts";

/** Words that make a family look for a value, a place or an end; each again and again, with what could lead to one. */
const WORDS = [
  ..."password pass pw pwd psk passphrase secret secrets secret_key token tokens api_key ?key ?code authorization auth".split(
    " ",
  ),
  ..."credentials creds cookie cookies set-cookie jwt ?sig signature otp hmac sid sessionid code_verifier".split(" "),
  ..."mnemonic assertion samlresponse cvv iban bearer basic eyJ ewog PASS :// ://a:b@ a:b@ @ https:\\/\\/a:b@".split(
    " ",
  ),
  "verification code",
  "seed phrase",
  "card number",
  "insert into users(password) values(",
  "insert into users values('",
  "copy users (password) from (",
  "replace into a (password) values ('",
  "Key (password)=(",
  "create user a identified by '",
  "set password = '",
  "crypt('",
  "curl -u a:",
  "mysql a -p",
  "redis-cli -a ",
  "docker login -p ",
  "sqlplus a/b@",
  "machine a login b password ",
  "acl setuser a >b",
  "authorization: digest ",
  "auth: digest ",
  "-----BEGIN PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  "Private-Lines: 1\n",
  '"kind":"Secret","data":{',
  '"value":"a","name":"password',
  "name=password value=",
  "<password",
  "a:b@tcp(",
  "https%3a%2f%2fa:b%40",
  "https://hooks.slack.com/services/",
  "kind: Secret\ndata:\n a: b",
  "name,password\n",
  "[redacted:",
  "\u001b[",
  "\u001b[0",
  "pass\u200bword=",
];
const TAILS = ["", " ", ": ", "=", ": x ", '":"', '="', "=(", ":[", "={", " is ", "\\", "\n", " a1b2c3d4e5"];

/** Characters that expressions matched, and that were taken out of the text. */
const workOf = (text: string): number => {
  let work = 0;
  const { exec } = RegExp.prototype;
  const { slice } = String.prototype;
  RegExp.prototype.exec = function (given) {
    const found = exec.call(this, given);
    work += 1 + (found?.[0].length ?? 0);
    return found;
  };
  String.prototype.slice = function (...range) {
    const part = slice.apply(this, range);
    work += 1 + part.length;
    return part;
  };
  try {
    redact(text);
  } finally {
    RegExp.prototype.exec = exec;
    String.prototype.slice = slice;
  }
  return work;
};

const repeated = (unit: string, length: number): string => unit.repeat(12 * Math.ceil(length / unit.length / 12));

/** Four times the text: 4 where it is linear, 16 where it is quadratic. */
const LINEAR = 6;

test.each(WORDS)("%j and what may follow it, again and again, is work in proportion to the text", (word) => {
  for (const tail of TAILS) {
    const [small = 0, large = 0] = [6000, 24_000].map((length) => workOf(repeated(word + tail, length)));
    expect(large / small, JSON.stringify(word + tail)).toBeLessThan(LINEAR);
  }
});

test.each(["insert into users(password) values(", "cookie: ", "auth: digest ", "cookies: x ", "otp="])(
  "%j: 8, 16 and 32 KB",
  (unit) => {
    const [one = 0, two = 0, four = 0] = [8, 16, 32].map((kb) => workOf(repeated(unit, kb * 1024)));
    expect(two / one).toBeLessThan(2.5);
    expect(four / two).toBeLessThan(2.5);
  },
);

test.each([
  ["in quotes", `password="${"hunter2 ".repeat(1000)}" next=1`, 'password="[redacted:password]" next=1'],
  ["bare", `password=${"hunter2".repeat(1000)} next=1`, "password=[redacted:password] next=1"],
  ["to the end of the line", `cookie: a=${"hunter2; b=".repeat(1000)}\nx`, "cookie: [redacted:cookie]\nx"],
  ["in an element", `<password>${"hunter2".repeat(1000)}</password>`, "<password>[redacted:password]</password>"],
  ["in prose", `password is ${"hunter2".repeat(1000)} now`, "password is [redacted:password] now"],
  [
    "of a statement",
    `insert into users(password) values('${"hunter2 ".repeat(1000)}') x`,
    "insert into users(password) values('[redacted:password]') x",
  ],
])("a long secret goes as a whole: %s", (_, line, expected) => expect(redact(line).text).toBe(expected));
