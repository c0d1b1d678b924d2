/** Whole euros as a price tag: 1190 is "€1,190". */
export const euros = (amount: number) => `€${amount.toLocaleString('en-GB')}`
