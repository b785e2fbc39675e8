const tickMs = 1000;

/** Says on a terminal that something takes its time, and for how long already. @returns Ends it and clears the line. */
export const showWaiting = (stream: NodeJS.WriteStream, what: string): (() => void) => {
  if (!stream.isTTY) return () => undefined;
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    stream.write(`\r${what}, ${seconds} s`);
  }, tickMs);
  return () => {
    clearInterval(timer);
    if (seconds > 0) stream.write("\r\u001b[K");
  };
};
