/** Answers of each thing that is asked about again and again, worked out once; they go when the thing goes. */
export const once = <Thing extends object, Answer>(ask: (thing: Thing) => Answer): ((thing: Thing) => Answer) => {
  const answers = new WeakMap<Thing, Answer>();
  return (thing) => {
    const known = answers.get(thing);
    if (known !== undefined) return known;
    const answer = ask(thing);
    answers.set(thing, answer);
    return answer;
  };
};
