/** An id like another, of the same time and home, that no record has: the random part of a real one never begins with Z. */
export const absentId = (id: string): string => `${id.slice(0, 10)}ZZZZZZZZ${id.slice(18)}`;
