"""What brings the chunks: some that are asked for one by one, and all the ways to cut a stream in two."""


class Feed:
    """Chunks that are taken one by one; `taken` counts them."""

    def __init__(self, chunks):
        self.chunks = chunks
        self.taken = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.taken == len(self.chunks):
            raise StopIteration
        self.taken += 1
        return self.chunks[self.taken - 1]


def cut_everywhere(iter_sse, stream):
    """What is read from a stream that comes in two chunks, for every place of the cut: pairs of place and fields.

    A place is left out where the same was read as for the place before.
    """
    different = []
    for place in range(len(stream) + 1):
        events = [
            (event.event, event.data, event.id, event.retry) for event in iter_sse([stream[:place], stream[place:]])
        ]
        if not different or different[-1][1] != events:
            different.append((place, events))
    return different
