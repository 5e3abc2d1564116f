/** How a name of the contract is written where constructs have ids: `dataSubjects` is `DataSubjects`. */
export const constructId = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
