// Trains and tests nlp.js on the bench's data: node contender.js train|test DATA.json FOLDER
'use strict';

const fs = require('fs');
const path = require('path');
const { dockStart } = require('@nlpjs/basic');
const { LangIt } = require('@nlpjs/lang-it');

async function makeNlp() {
  const dock = await dockStart({ use: ['Basic'], settings: { nlp: { languages: ['it'], autoSave: false, log: false } } }, false);
  const nlp = dock.get('nlp');
  nlp.container.use(LangIt);
  nlp.addLanguage('it');
  nlp.settings.autoSave = false;
  return nlp;
}

async function train(data, folder) {
  const nlp = await makeNlp();
  for (const [text, intent] of data.examples) nlp.addDocument('it', text, intent);
  const start = process.hrtime.bigint();
  await nlp.train();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  fs.writeFileSync(path.join(folder, 'model.json'), nlp.export());
  fs.writeFileSync(path.join(folder, 'trained.json'), JSON.stringify({ seconds }));
}

// the ten likeliest intents; "None" is nlp.js's own name for out of scope
function ranking(result) {
  return result.classifications.slice(0, 10).map(({ intent, score }) => [intent === 'None' ? 'out_of_scope' : intent, score]);
}

async function test(data, folder) {
  const start = process.hrtime.bigint();
  const nlp = await makeNlp();
  nlp.import(fs.readFileSync(path.join(folder, 'model.json'), 'utf8'));
  const loadSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  for (const { text } of data.tests.slice(0, 50)) await nlp.process('it', text);
  const megabytes = process.memoryUsage().rss / 1e6;
  const rankings = [];
  const milliseconds = [];
  for (const { text } of data.tests) {
    const before = process.hrtime.bigint();
    const result = await nlp.process('it', text);
    milliseconds.push(Number(process.hrtime.bigint() - before) / 1e6);
    rankings.push(ranking(result));
  }
  fs.writeFileSync(path.join(folder, 'tested.json'), JSON.stringify({ rankings, milliseconds, load_seconds: loadSeconds, megabytes }));
}

const [, , mode, dataFile, folder] = process.argv;
const data = JSON.parse(fs.readFileSync(dataFile, 'utf8'));
(mode === 'train' ? train : test)(data, folder).catch((error) => {
  console.error(error);
  process.exit(1);
});
