/** Resolves after `ms`. A plain timer, so that no library stands between the page and what it waits for. */
export const wait = ms => new Promise(resolve => setTimeout(resolve, ms))
