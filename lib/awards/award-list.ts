/** The name of the lists that awards stand in. */
export const awardList = "award";
