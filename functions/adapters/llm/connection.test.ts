import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { openConnection, readBody } from "./connection.ts";
import { sleep } from "./sleep.ts";

const open = (signal = new AbortController().signal) =>
  openConnection(async () => new Response(), signal, { now: Date.now, sleep });

const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
};

test("what was read is not kept until the connection closes", async () => {
  const connection = open();
  const pieces: WeakRef<Uint8Array>[] = [];
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (pieces.length === 20) return controller.close();
        const piece = new TextEncoder().encode("x".repeat(1000));
        pieces.push(new WeakRef(piece));
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  const read = await readBody(
    connection,
    body,
    () => Date.now() + 60_000,
    () => true,
  );
  await sleep(0, new AbortController().signal);
  collectGarbage();
  expect(read).toEqual({ end: "done" });
  expect(pieces.filter((piece) => piece.deref()).length).toBeLessThan(5);
  connection.close();
});

test.each([
  ["before", true],
  ["while waiting", false],
])("an abort %s ends the wait, whatever else happens with it", async (_, before) => {
  const caller = new AbortController();
  if (before) caller.abort();
  const connection = open(caller.signal);
  const work = Promise.withResolvers<never>();
  const waited = connection.wait(work.promise, Date.now() + 60_000);
  caller.abort();
  work.reject(new Error("the socket was closed"));
  expect(await waited).toEqual({ end: "abort" });
});
