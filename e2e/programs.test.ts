import { expect, test } from "vitest";
import { startAlertmanager } from "./alertmanager.ts";
import { startReceiver } from "./receiver.ts";
import { startValkey } from "./valkey.ts";
import { waitUntil } from "./wait-until.ts";

/** The programs that other suites stand on: each starts, answers, is killed and comes back. */

test.each([{ password: undefined }, { password: "p@ss:w/rd" }])("valkey, password $password", async ({ password }) => {
  const valkey = await startValkey({ ...(password && { password }) });
  try {
    expect(await valkey.command("SET", "k", "v", "NX")).toBe("OK");
    expect(await valkey.command("GET", "k")).toBe("v");
    const { pid } = valkey;
    const before = pid();

    await valkey.kill();
    await expect(valkey.command("PING")).rejects.toThrow("Connection refused");

    await valkey.restart();
    expect(pid()).not.toBe(before);
    expect(await valkey.command("EXISTS", "k"), "it keeps nothing on disk").toBe("0");
  } finally {
    await valkey.stop();
  }
});

test("valkey with a password refuses whoever has none", async () => {
  const valkey = await startValkey({ password: "secret" });
  try {
    expect(await valkey.command("--user", "default", "--pass", "wrong", "PING")).toContain("NOAUTH");
  } finally {
    await valkey.stop();
  }
});

test("alertmanager tells its webhook, and goes on after a SIGKILL", async () => {
  const webhook = await startReceiver();
  const alertmanager = await startAlertmanager({ webhookUrl: `${webhook.url}/hook` });
  const statuses = () =>
    webhook.received.flatMap(({ body }) => JSON.parse(body).alerts.map(({ status }: { status: string }) => status));
  const push = async (endsInMs: number): Promise<number> => {
    const alert = { labels: { alertname: "Smoke" }, endsAt: new Date(Date.now() + endsInMs).toISOString() };
    const response = await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([alert]),
    });
    return response.status;
  };
  try {
    expect(await push(240_000)).toBe(200);
    await waitUntil("told of the alert", () => statuses().length === 1);
    expect(webhook.received[0]).toMatchObject({ method: "POST", path: "/hook" });

    await alertmanager.kill();
    await expect(push(0)).rejects.toThrow();
    await alertmanager.restart();
    expect(await push(240_000)).toBe(200);
    // What it has told is on disk only after an orderly end: now it tells again.
    await waitUntil("told of the alert once more", () => statuses().length === 2);
    expect(await push(0)).toBe(200);
    await waitUntil("told that it is over", () => statuses().length === 3);
    expect(statuses()).toEqual(["firing", "firing", "resolved"]);
  } finally {
    await alertmanager.stop();
    await webhook.stop();
  }
});
