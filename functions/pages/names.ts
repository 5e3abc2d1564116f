/** Appends the organisation to a title that many organisations use, unless it is the institution or already in the title. */
export const withOrganisation = (title: string, organisation: string | undefined, institution: string | undefined) =>
  organisation === undefined || organisation === institution || title.includes(organisation)
    ? title
    : `${title} – ${organisation}`;
