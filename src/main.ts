const statusLine = document.querySelector('#status');
if (statusLine !== null) statusLine.textContent = 'The city is being built.';
performance.mark('first-light');

export {};
