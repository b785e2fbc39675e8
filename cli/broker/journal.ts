import { type FileHandle, mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { readEvent, toEventMessage } from "../../functions/http/cloud-event.ts";
import type { HeaderValues } from "./headers.ts";
import { createAppender } from "./journal-append.ts";
import { type AcceptedLine, parseJournal } from "./journal-lines.ts";

export interface Pending {
  readonly sequence: number;
  readonly event: CloudEvent;
  readonly headers: HeaderValues;
  /** Names of the triggers that have not ended with it. */
  readonly triggers: readonly string[];
}

/** What a broker must not forget, in one file of JSON lines. */
export interface Journal {
  /** Accepted before this start and not completed; oldest first. */
  readonly pending: readonly Pending[];
  /** Lines that could not be read, for people. They are left out; the file as it was is kept beside this one. */
  readonly faults: readonly string[];
  /** Resolves with the entry's number once it is on the disk. */
  accept(event: CloudEvent, headers: HeaderValues, triggers: readonly string[]): Promise<number>;
  /** Not waited for: if it gets lost, the event is delivered again. */
  complete(sequence: number, trigger: string): void;
  close(): Promise<void>;
}

/**
 * Opens or begins the file, and rewrites it to what is pending. Only one process may have it open.
 *
 * @param file Its folder is made.
 */
export const openJournal = async (file: string): Promise<Journal> => {
  await mkdir(dirname(file), { recursive: true });
  const text = await readIfThere(file);
  const { accepted, last, faults } = parseJournal(text);
  const pending: Pending[] = [];
  const kept: AcceptedLine[] = [];
  for (const line of accepted) {
    try {
      const { accepted: sequence, headers, triggers } = line;
      pending.push({ sequence, event: await parseEvent(line.event), headers, triggers });
      kept.push(line);
    } catch {
      faults.push(`entry ${line.accepted} holds no CloudEvent`);
    }
  }
  if (faults.length > 0) await writeFile(`${file}.damaged`, text);
  await replaceFile(file, kept.map((line) => `${JSON.stringify(line)}\n`).join(""));

  const appender = createAppender(await open(file, "a"));
  let sequence = last;
  return {
    pending,
    faults,
    async accept(event, headers, triggers) {
      const number = ++sequence;
      const line: AcceptedLine = { accepted: number, event: formatEvent(event), headers, triggers };
      await appender.append(JSON.stringify(line));
      return number;
    },
    complete(number, trigger) {
      appender.append(JSON.stringify({ completed: number, trigger })).catch(() => undefined);
    },
    close: appender.close,
  };
};

const readIfThere = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};

/** Either the old file or the new one is there, whenever the machine stops. */
const replaceFile = async (file: string, text: string): Promise<void> => {
  const draft = `${file}.new`;
  const handle = await open(draft, "w");
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  await rename(draft, file);
  await syncFolder(dirname(file));
};

const syncFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // Windows opens no folders; there the rename is as safe as it gets.
  } finally {
    await handle?.close();
  }
};

/** In structured mode, which keeps bytes as base64. */
const formatEvent = (event: CloudEvent): unknown => JSON.parse(String(toEventMessage(event, "structured").body));

const parseEvent = (value: unknown): Promise<CloudEvent> =>
  readEvent(
    new Request("http://journal.invalid/", {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify(value),
    }),
    Number.MAX_SAFE_INTEGER,
  );
