// Usage: node read.js <file>
// Reads an alert of CAP 1.2 and prints what it says as JSON: one object. Exit code 1 where it cannot be read.
const { readFile } = require('node:fs/promises');
const { CAP_1_2 } = require('@dec112/cap-ts');

readFile(process.argv[2], 'utf8')
  .then((xml) => CAP_1_2.Alert.fromXML(xml))
  .then((alert) => {
    const { identifier, sender, sent, restriction, references, incidents, info_list: infos } = alert;
    const info = infos.map(({ language, event, senderName, headline, parameter_list: parameters, area_list: areas }) => ({
      language,
      event,
      senderName,
      headline,
      parameters: parameters.map(({ valueName, value }) => [valueName, value]),
      areas: areas.map(({ areaDesc, circle_list: circles }) => ({ areaDesc, circles })),
    }));
    console.log(JSON.stringify({ identifier, sender, sent, restriction, references, incidents, info }));
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
