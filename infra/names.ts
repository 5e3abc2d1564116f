/** How a name of the contract is written where constructs have ids: `dataSubjects` is `DataSubjects`. */
export const constructId = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The folder of a function, below that of all. */
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
