// The words on the screens, from the catalogues themselves: a test finds a control as a person does, by what it says.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';

const ROOT = new URL('../../../', import.meta.url);

function bundle(folder, language) {
  const found = new FluentBundle(language, { useIsolating: false });
  const inFolder = new URL(`${folder}/${language}/`, ROOT);
  const files = existsSync(inFolder)
    ? readdirSync(inFolder).filter((name) => name.endsWith('.ftl')).map((name) => new URL(name, inFolder))
    : [new URL(`${folder}/${language}.ftl`, ROOT)];
  for (const file of files) found.addResource(new FluentResource(readFileSync(file, 'utf8')));
  return found;
}

/** A reader of one catalogue: id and arguments in, words out. */
function reader(folder, language) {
  const words = bundle(folder, language);
  return (id, args = {}) => {
    const message = words.getMessage(id);
    if (!message?.value) throw new Error(`${folder} has no text '${id}' in ${language}`);
    return words.formatPattern(message.value, args);
  };
}

/** The patient page's words. */
export const app = (language) => reader('shared/app/text', language);
/** The care console's words. */
export const care = (language) => reader('web/console/text', language);
