"""For those who keep a base: ``privacy`` finds people in the records and takes a name out again, ``link_check`` asks
whether links to other sites still open, ``sending`` makes a reviewed branch of a change, ``inbox``
takes what lies in a folder of letters, ``publishing`` publishes records that were looked at, ``published_addresses``
keeps the list of addresses that must stay, ``closing`` writes down the computed figures of periods that are over."""
