"""Bases that are joined: a package is signed for others (``signing``), packages of others are fetched (``fetching``)
and taken in (``pulling``). Only these commands use the net and the library of signatures; a build reads what they
left."""
