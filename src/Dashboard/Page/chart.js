// What a machine document says about its states: who is inside whom, which tags each has and which events it takes.

/** Each state node by its id, with the ids of those around it, its tags and the events it takes. */
export function nodesOf(document) {
  const nodes = new Map();
  const visit = (node, way, around) => {
    const id = way.length === 1 ? document.id : node.id ?? way.join('.');
    nodes.set(id, { around, tags: [node.tags ?? []].flat(), events: Object.keys(node.on ?? {}).filter(name => !name.includes('*') && !name.startsWith('xstate.')) });
    for (const [key, child] of Object.entries(node.states ?? {})) {
      visit(child ?? {}, [...way, key], [...around, id]);
    }
  };
  visit(document, [document.id], []);
  return nodes;
}

/** The active leaves, and all that they are in. */
export function activeOf(nodes, leaves) {
  return new Set(leaves.flatMap(leaf => [leaf, ...nodes.get(leaf)?.around ?? []]));
}

export function tagsOf(nodes, active) {
  return [...new Set([...active].flatMap(id => nodes.get(id)?.tags ?? []))].sort();
}

/** The events that active states take, by name, each once. */
export function acceptedOf(nodes, active) {
  return [...new Set([...active].flatMap(id => nodes.get(id)?.events ?? []))].sort();
}

export function eventsOf(nodes) {
  return acceptedOf(nodes, nodes.keys());
}
