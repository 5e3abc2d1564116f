/** What voiding depends on: an entry without a kind revokes the entry that it voids, another one replaces it. */
type Voidable = { id: string; kind?: unknown; voids?: string | undefined };

/** Which entries act, in which order, and which are voided. */
export type Voids<Entry extends Voidable> = {
  /** Entries with a kind that nothing voids. A replacement is in the place of the entry that it replaces. */
  acting: readonly (Entry & { kind: NonNullable<Entry["kind"]> })[];
  /** By the id of a voided entry, the id of the entry that voids it. */
  voidedBy: ReadonlyMap<string, string>;
};

/**
 * Resolves the voids among entries in order of arrival. A revocation restores what the revoked entry had voided. A
 * replacement does not: what a replaced entry had voided remains voided.
 */
export const resolveVoids = <Entry extends Voidable>(entries: readonly Entry[]): Voids<Entry> => {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const voidedBy = new Map<string, string>();
  const revoked = new Set<string>();
  // Only a later entry can void an entry, so the last one is decided first.
  for (const entry of entries.toReversed()) {
    const target = entry.voids === undefined ? undefined : byId.get(entry.voids);
    if (!target || revoked.has(entry.id)) continue;
    if (!voidedBy.has(target.id)) voidedBy.set(target.id, entry.id);
    // A replaced revocation restores nothing: its replacement is in the place of what it revoked.
    if (entry.kind === undefined && !voidedBy.has(entry.id)) revoked.add(target.id);
  }
  const places = placesOf(entries);
  const acting = entries.filter(
    (entry): entry is Entry & { kind: NonNullable<Entry["kind"]> } =>
      entry.kind !== undefined && !voidedBy.has(entry.id),
  );
  // The sort is stable: entries in one place remain in order of arrival.
  return { acting: acting.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0)), voidedBy };
};

/** The place of every entry in the order of arrival; an entry that voids another takes its place. */
const placesOf = (entries: readonly Voidable[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  entries.forEach(({ id, voids }, i) => {
    places.set(id, (voids === undefined ? undefined : places.get(voids)) ?? i);
  });
  return places;
};
