/** Word documents: mammoth reads them as HTML with headings, lists, tables and footnotes. */
import mammoth from 'mammoth';
import type { Convert } from './contract.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { readCoreProperties } from './read-core-properties.ts';
import { readEntries } from './unzip.ts';

export const convertDocx: Convert = async (bytes) => {
  // Unpacked under the caps first: mammoth believes what the headers say of sizes.
  const entries = await readEntries(bytes, () => true);
  const { title, metadata } = readCoreProperties(entries);
  const { value: html } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    {
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
    },
  );
  return { text: htmlToMarkdown(html), ...(title && { title }), metadata, notices: [] };
};
