"""What runs in the background, on Dask: the queue's face is `queue.Jobs`."""
