const status = document.querySelector('#status');
if (status !== null) status.textContent = 'The city is being built.';
performance.mark('first-light');
