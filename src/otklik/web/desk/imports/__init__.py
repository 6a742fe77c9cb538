"""Taking files of the federal systems in."""
