export type HeaderValues = Readonly<Record<string, string>>;

/** Of the headers beside the event's own, those that a broker lets through. */
export const passThrough = (headers: Headers): HeaderValues =>
  Object.fromEntries([...headers].filter(([name]) => PASSED.test(name)));

/** The trace that an event came with goes on with the reply to it. */
export const traceOf = (headers: HeaderValues): HeaderValues =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => TRACE.test(name)));

const TRACE = /^(traceparent|tracestate|x-b3-.*)$/;
const PASSED = /^(traceparent|tracestate|x-request-id|knative-.*|x-b3-.*)$/;
