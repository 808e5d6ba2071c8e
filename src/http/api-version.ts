/** The version in every response and in the document: that of package.json, as a test holds. */
export const API_VERSION = '0.1.0';
