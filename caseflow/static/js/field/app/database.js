/* IndexedDB with promises. One database; what stands in it is encrypted by store.js.

   device    one row: keys that cannot be read out, the salt, the wrong PINs counted
   kept      name → what the server gave: the round, the order of the cases, what was sent
   records   client_id → a visit that is not yet taken by the server
   evidence  client_id → a file of a visit: its facts
   pieces    [sha256, offset] → the bytes of files */

const NAME = "caseflow-field";
const VERSION = 1;

const upgrades = [
  (database) => {
    database.createObjectStore("device");
    database.createObjectStore("kept");
    database.createObjectStore("records", { keyPath: "client_id" });
    const evidence = database.createObjectStore("evidence", { keyPath: "client_id" });
    evidence.createIndex("record_id", "record_id");
    database.createObjectStore("pieces", { keyPath: ["sha256", "offset"] });
  },
];

export const STORES = ["device", "kept", "records", "evidence", "pieces"];

let opening = null;

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const upgrade of upgrades.slice(oldVersion)) upgrade(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      /* A newer app in another window may change the stores: make way for it. */
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      resolve(database);
    };
  });
  return opening;
}

/* Run `work(stores)` in one transaction; resolves when all of it is on the disk. */
export async function transact(names, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    Promise.resolve(work(stores)).then(
      (found) => {
        result = found;
      },
      (error) => {
        reject(error);
        try {
          transaction.abort();
        } catch {
          /* It ended by itself. */
        }
      },
    );
  });
}

export const get = (name, key) =>
  transact([name], "readonly", (stores) => promised(stores[name].get(key)));

export const all = (name) =>
  transact([name], "readonly", (stores) => promised(stores[name].getAll()));

export const put = (name, value, key) =>
  transact([name], "readwrite", (stores) => promised(stores[name].put(value, key)));

export const remove = (name, key) =>
  transact([name], "readwrite", (stores) => promised(stores[name].delete(key)));

export const clear = (...names) =>
  transact(names, "readwrite", (stores) => {
    for (const name of names) stores[name].clear();
  });

/* Return the rows of an index that have `value`. */
export const matching = (name, index, value) =>
  transact([name], "readonly", (stores) => promised(stores[name].index(index).getAll(value)));
