"""What is known of the exports of systems; may import the configuration, packs and files."""
