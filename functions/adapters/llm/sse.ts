export interface SseParser {
  /** The data of each event that this text completes, in order. */
  push(text: string): readonly string[];
  /** The data of an event that ended with the stream instead of a blank line. */
  end(): readonly string[];
}

/** An event or a line longer than the limit: the sender is not what it should be. */
export class SseTooLongError extends Error {
  override readonly name = "SseTooLongError";
}

/**
 * Reads `text/event-stream` (WHATWG HTML, server-sent events) from text cut at any place. Only `data` is kept: comments,
 * which servers send as keep-alives, and other fields are dropped.
 *
 * @param maxChars Longest line and longest event, in UTF-16 code units; more throws {@link SseTooLongError}.
 */
export const createSseParser = (maxChars: number): SseParser => {
  let rest = "";
  let data: string[] = [];
  let size = 0;
  let afterCr = false;

  const line = (text: string, events: string[]): void => {
    if (text === "") {
      if (data.length > 0) events.push(data.join("\n"));
      data = [];
      size = 0;
      return;
    }
    if (text !== "data" && !text.startsWith("data:")) return;
    const value = text.slice(5);
    // A line of no characters takes memory, too.
    size += value.length + 1;
    if (size > maxChars) throw new SseTooLongError(`event longer than ${maxChars} characters`);
    data.push(value.startsWith(" ") ? value.slice(1) : value);
  };

  return {
    push(text) {
      const events: string[] = [];
      // CRLF may be cut between its two characters.
      let from = afterCr && text.startsWith("\n") ? 1 : 0;
      if (text !== "") afterCr = false;
      for (let at = from; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code !== LF && code !== CR) continue;
        line(rest + text.slice(from, at), events);
        rest = "";
        if (code === CR) {
          if (at + 1 === text.length) afterCr = true;
          else if (text.charCodeAt(at + 1) === LF) at += 1;
        }
        from = at + 1;
      }
      rest += text.slice(from);
      if (rest.length > maxChars) throw new SseTooLongError(`line longer than ${maxChars} characters`);
      return events;
    },
    end() {
      const events: string[] = [];
      line(rest, events);
      line("", events);
      rest = "";
      return events;
    },
  };
};

const LF = 10;
const CR = 13;
