import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { createFolder } from "../testing.ts";
import { openJournal } from "./journal.ts";
import { createAppender } from "./journal-append.ts";
import { createTestBroker, SUBSCRIBER, testEvent, toRequest } from "./testing.ts";

const triggers = [
  { name: "analyze", subscriber: SUBSCRIBER },
  { name: "audit", subscriber: "http://audit/", filters: [{ suffix: { id: "0" } }] },
];

/** A broker over a file, and what it has delivered so far, as `trigger's URL, id`. */
const open = async (file: string, answer: (id: string) => Response | Promise<Response>) => {
  const journal = await openJournal(file);
  const made = createTestBroker(({ event }) => answer(event.id), { triggers, journal });
  const pairs = () => made.delivered.map(({ url, event }) => `${url} ${event.id}`);
  return { ...made, journal, pairs };
};

const pendingIds = async (file: string): Promise<readonly string[]> => {
  const { pending, close } = await openJournal(file);
  await close();
  return pending.map(({ event }) => event.id);
};

const LINE_END = 10;

const hang = () => new Promise<Response>(() => undefined);
const done = () => new Response(null, { status: 204 });

describe("a start after a crash", () => {
  test("delivers what was accepted and not completed, with its headers, trigger by trigger", async () => {
    const file = join(createFolder(), "shop", "default.jsonl");
    const first = await open(file, (id) => (id === "e1" ? done() : hang()));
    await first.broker.accept(toRequest({ ...testEvent, id: "e1" }));
    await first.broker.accept(toRequest({ ...testEvent, id: "e0" }, { headers: { "x-request-id": "r1" } }));
    await first.broker.close();

    const second = await open(file, done);
    await second.clock.run(second.broker.idle());
    expect(second.pairs()).toEqual([`${SUBSCRIBER} e0`, "http://audit/ e0"]);
    expect(second.delivered[0]?.headers.get("x-request-id")).toBe("r1");
    expect(second.broker.snapshot()).toMatchObject({ accepted: 0, resumed: 2, delivered: 2, inFlight: 0 });
    await second.broker.close();

    expect(await pendingIds(file)).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe("");
  });

  test("hops, bytes and null come back as they were", async () => {
    const file = join(createFolder(), "journal.jsonl");
    const events: CloudEvent[] = [
      { ...testEvent, id: "e1", extensions: { knativebrokerttl: 3, urgent: true } },
      { ...testEvent, id: "e2", datacontenttype: "application/octet-stream", data: new Uint8Array([0, 255, 10]) },
      { ...testEvent, id: "e3", data: null },
      { id: "e4", source: "/s", type: "t", extensions: {} },
    ];
    const journal = await openJournal(file);
    for (const event of events) await journal.accept(event, {}, ["analyze"]);
    await journal.close();
    const again = await openJournal(file);
    expect(again.pending.map(({ event }) => event)).toEqual(events);
    await again.close();
  });

  test("a trigger that is gone drops its events, once", async () => {
    const file = join(createFolder(), "journal.jsonl");
    const journal = await openJournal(file);
    await journal.accept(testEvent, {}, ["gone"]);
    await journal.close();
    const { broker, notes } = await open(file, done);
    expect(broker.snapshot()).toMatchObject({ resumed: 1, dropped: 1, inFlight: 0 });
    expect(notes).toMatchObject([{ what: "dropped", trigger: "gone", reason: "the trigger is gone" }]);
    await broker.close();
    expect(await pendingIds(file)).toEqual([]);
  });

  test("numbers go on where they were, so that nothing completes another entry", async () => {
    const file = join(createFolder(), "journal.jsonl");
    const first = await openJournal(file);
    await first.accept({ ...testEvent, id: "e1" }, {}, ["analyze"]);
    await first.close();
    const second = await openJournal(file);
    second.complete(await second.accept({ ...testEvent, id: "e2" }, {}, ["analyze"]), "analyze");
    await second.close();
    expect(await pendingIds(file)).toEqual(["e1"]);
  });

  test("wherever the file is cut, what was answered with 202 before is delivered, before or after", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("done", "hang"), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (answers, where) => {
          const file = join(createFolder(), "journal.jsonl");
          const first = await open(file, (id) => (answers[Number(id.slice(1))] === "done" ? done() : hang()));
          const safeAt: number[] = [];
          for (const index of answers.keys()) {
            await first.broker.accept(toRequest({ ...testEvent, id: `e${index}` }));
            safeAt.push(statSync(file).size);
          }
          await first.broker.close();
          const cut = Math.round(where * statSync(file).size);
          truncateSync(file, cut);

          const second = await open(file, done);
          expect(second.journal.faults).toEqual([]);
          await second.clock.run(second.broker.idle());
          await second.broker.close();
          const completed = first.pairs().filter((pair) => answers[Number(pair.at(-1))] === "done");
          for (const [index, size] of safeAt.entries()) {
            if (size > cut) continue;
            expect([...completed, ...second.pairs()]).toContain(`${SUBSCRIBER} e${index}`);
            if (index === 0) expect([...completed, ...second.pairs()]).toContain("http://audit/ e0");
          }
          expect(await pendingIds(file)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    ));

  test("wherever a byte is lost, the other entries are kept and the fault is named", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (where) => {
        const file = join(createFolder(), "journal.jsonl");
        const journal = await openJournal(file);
        for (const id of ["e1", "e2", "e3"]) await journal.accept({ ...testEvent, id }, {}, ["analyze"]);
        await journal.close();
        const bytes = readFileSync(file);
        // All but the last, whose loss is what a crash looks like.
        const at = where % (bytes.length - 1);
        const line = bytes.subarray(0, at).filter((byte) => byte === LINE_END).length;
        const lost = bytes[at] === LINE_END ? [line, line + 1] : [line];
        bytes[at] = 0;
        writeFileSync(file, bytes);

        const { pending, faults, close } = await openJournal(file);
        await close();
        expect(faults).toEqual([`line ${line + 1} is no entry`]);
        const kept = ["e1", "e2", "e3"].filter((_, index) => !lost.includes(index));
        expect(pending.map(({ event }) => event.id)).toEqual(kept);
        expect(readFileSync(`${file}.damaged`)).toEqual(bytes);
      }),
      { numRuns: 60 },
    ));
});

test("a damaged line is named, and the file as it was is kept", async () => {
  const file = join(createFolder(), "journal.jsonl");
  const journal = await openJournal(file);
  await journal.accept(testEvent, {}, ["analyze"]);
  await journal.close();
  appendFileSync(file, '{"accepted":2,"event":{"id":"x"},"headers":{},"triggers":["analyze"]}\nnonsense\n');
  const { pending, faults, close } = await openJournal(file);
  await close();
  expect(pending.map(({ event }) => event.id)).toEqual([testEvent.id]);
  expect(faults).toEqual(["line 3 is no entry", "entry 2 holds no CloudEvent"]);
  expect(readFileSync(`${file}.damaged`, "utf8")).toContain("nonsense");
});

test("without a fault nothing is kept beside the file", async () => {
  const file = join(createFolder(), "journal.jsonl");
  writeFileSync(file, '{"accepted":1,"event":{');
  await (await openJournal(file)).close();
  expect(existsSync(`${file}.damaged`)).toBe(false);
});

describe("the disk", () => {
  test("has an entry before its sender is told", async () => {
    const steps: string[] = [];
    const appender = createAppender({
      appendFile: async (text) => void steps.push(String(text)),
      datasync: async () => void steps.push("sync"),
      close: async () => undefined,
    });
    await appender.append("a").then(() => steps.push("told"));
    expect(steps).toEqual(["a\n", "sync", "told"]);
  });

  test("that is full refuses the event, and half a line does not spoil the next", async () => {
    let text = "";
    let full = true;
    const appender = createAppender({
      appendFile: async (line) => {
        text += full ? String(line).slice(0, 3) : line;
        if (full) throw new Error("ENOSPC");
      },
      datasync: async () => undefined,
      close: async () => undefined,
    });
    await expect(appender.append("first")).rejects.toThrow("ENOSPC");
    full = false;
    await appender.append("second");
    expect(text).toBe("fir\nsecond\n");
  });

  test("that fails makes 500, so that the sender sends again", async () => {
    const journal = await openJournal(join(createFolder(), "journal.jsonl"));
    onTestFinished(journal.close);
    const broken = { ...journal, accept: () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" })) };
    const { broker, notes, delivered, send } = createTestBroker(done, { journal: broken });
    expect((await send()).status).toBe(500);
    expect(delivered).toEqual([]);
    expect(broker.snapshot()).toMatchObject({ accepted: 0, refused: 1, inFlight: 0 });
    expect(notes[0]?.reason).toContain("ENOSPC");
  });
});
