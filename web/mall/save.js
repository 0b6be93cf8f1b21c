// Where a file goes that comes piece by piece and may be larger than the memory. Each has add(list of Uint8Array), end(), and
// abandon(), after which nothing of it is left.

// A file that the customer chooses. It gets its contents at the end, all at once.
export async function intoFile(suggestedName) {
  let file;
  try {
    file = await window.showSaveFilePicker({ suggestedName });
  } catch (error) {
    throw error.name === 'AbortError' ? Object.assign(new Error('no file was chosen'), { reason: 'cancelled' }) : error;
  }
  const writing = await file.createWritable();
  return {
    add: (some) => writing.write(new Blob(some)),
    end: () => writing.close(),
    async abandon() {
      await writing.abort().catch(() => {});
      // Choosing has made an empty one, unless there was one of that name: then it is as it was.
      if ((await file.getFile()).size === 0) await file.remove?.();
    },
  };
}

// A download: end() gives the link to it. The browser keeps each piece, on the disk when they become many.
export function intoDownload(name) {
  const pieces = [];
  return {
    add: (some) => pieces.push(new Blob(some)),
    async end() {
      const whole = new Blob(pieces, { type: 'application/octet-stream' });
      await whole.slice(-1).arrayBuffer(); // fails when the browser had no room
      const link = document.createElement('a');
      link.href = URL.createObjectURL(whole);
      link.download = name;
      link.textContent = name;
      return link;
    },
    abandon: () => pieces.splice(0),
  };
}
