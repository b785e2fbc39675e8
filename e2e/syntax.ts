import type { SyntaxNode, Tree } from "@lezer/common";

/** Where the parser had to guess: empty in a query that is right. */
export const findSyntaxErrors = (tree: Tree, query: string): readonly string[] =>
  findNodes(tree.topNode, (node) => node.type.isError).map(
    ({ from }) =>
      `syntax error at ${from}: ${query.slice(Math.max(0, from - 20), from)}⚠${query.slice(from, from + 20)}`,
  );

/** In the order of the text; what is found is not looked into. */
export const findNodes = (top: SyntaxNode, isWanted: (node: SyntaxNode) => boolean): readonly SyntaxNode[] =>
  childrenOf(top).flatMap((child) => (isWanted(child) ? [child] : findNodes(child, isWanted)));

export const findNamed = (top: SyntaxNode, ...names: readonly string[]): readonly SyntaxNode[] =>
  findNodes(top, ({ name }) => names.includes(name));

export const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
};
