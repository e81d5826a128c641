/** Characters of English text to a token, on the safe side of what tokenizers make of it. */
export const charsPerToken = 3.5;
