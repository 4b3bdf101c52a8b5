// An address within the console is answered with its one page; a file, by its ending, is left as it is.
// `infra/console_headers.py` decides the same on a laptop.
function handler(event) {
  var request = event.request;
  var last = request.uri.split('/').pop();
  if (!/\.[A-Za-z0-9]+$/.test(last)) {
    request.uri = '/index.html';
  }
  return request;
}
